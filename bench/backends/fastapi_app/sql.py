ARTICLE = """
    SELECT article.*, author.name AS author, author.role
    FROM article JOIN author ON author.id = article.author_id WHERE article.slug = $1"""
TOPICS = """
    SELECT topic.name, topic.slug
    FROM topic JOIN article_topic ON article_topic.topic_id = topic.id
    WHERE article_topic.article_id = $1 ORDER BY topic.name"""
ALTERNATIVES = """
    SELECT name, detail FROM alternative WHERE article_id = $1 ORDER BY id"""
OPTIONS = """
    SELECT criterion.id AS criterion_id, name, question, why, weight, option.id, label
    FROM criterion JOIN option ON option.criterion_id = criterion.id
    WHERE criterion.article_id = $1 ORDER BY criterion.id, option.id"""
CELLS = """
    SELECT option_id, anchor, rationale
    FROM cell JOIN alternative ON alternative.id = cell.alternative_id
    WHERE alternative.article_id = $1 ORDER BY alternative_id"""
RELATED = """
    SELECT slug, title, summary FROM article
    WHERE id <> $1 AND id IN (
        SELECT other.article_id
        FROM article_topic AS own JOIN article_topic AS other ON other.topic_id = own.topic_id
        WHERE own.article_id = $1)
    ORDER BY published_on DESC, id DESC LIMIT 3"""
INSERT = """
    INSERT INTO enquiry (name, email, budget, message) VALUES ($1, $2, $3, $4)"""
