const ARTICLE = `
  SELECT article.*, author.name AS author, author.role
  FROM article JOIN author ON author.id = article.author_id WHERE article.slug = $1`;
const TOPICS = `
  SELECT topic.name, topic.slug
  FROM topic JOIN article_topic ON article_topic.topic_id = topic.id
  WHERE article_topic.article_id = $1 ORDER BY topic.name`;
const ALTERNATIVES = `
  SELECT name, detail FROM alternative WHERE article_id = $1 ORDER BY id`;
const OPTIONS = `
  SELECT criterion.id AS criterion_id, name, question, why, weight, option.id, label
  FROM criterion JOIN option ON option.criterion_id = criterion.id
  WHERE criterion.article_id = $1 ORDER BY criterion.id, option.id`;
const CELLS = `
  SELECT option_id, anchor, rationale
  FROM cell JOIN alternative ON alternative.id = cell.alternative_id
  WHERE alternative.article_id = $1 ORDER BY alternative_id`;
const RELATED = `
  SELECT slug, title, summary FROM article
  WHERE id <> $1 AND id IN (
    SELECT other.article_id
    FROM article_topic AS own JOIN article_topic AS other ON other.topic_id = own.topic_id
    WHERE own.article_id = $1)
  ORDER BY published_on DESC, id DESC LIMIT 3`;
const INSERT = `
  INSERT INTO enquiry (name, email, budget, message) VALUES ($1, $2, $3, $4)`;

export async function findArticle(pool, slug) {
  const client = await pool.connect();
  try {
    const rows = async (query, value) => (await client.query(query, [value])).rows;
    const [article] = await rows(ARTICLE, slug);
    if (!article) return null;
    const topics = await rows(TOPICS, article.id);
    const alternatives = await rows(ALTERNATIVES, article.id);
    const options = await rows(OPTIONS, article.id);
    const cells = Map.groupBy(await rows(CELLS, article.id), (cell) => cell.option_id);
    for (const option of options) option.cells = cells.get(option.id);
    const criteria = [...Map.groupBy(options, (option) => option.criterion_id).values()].map(
      (its) => ({ ...its[0], options: its }),
    );
    return { article, topics, alternatives, criteria, related: await rows(RELATED, article.id) };
  } finally {
    client.release();
  }
}

export async function addEnquiry(pool, { name, email, budget, message }) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(INSERT, [name, email, budget, message]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}
