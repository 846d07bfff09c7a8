-- What all three backends read and write: an article, the matrix in it, and an enquiry.

CREATE TABLE author (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    role text NOT NULL
);

CREATE TABLE topic (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL UNIQUE
);

CREATE TABLE article (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    title text NOT NULL,
    summary text NOT NULL,
    body text NOT NULL,
    published_on date NOT NULL,
    author_id integer NOT NULL REFERENCES author
);

CREATE TABLE article_topic (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id integer NOT NULL REFERENCES article,
    topic_id integer NOT NULL REFERENCES topic,
    UNIQUE (article_id, topic_id)
);
CREATE INDEX ON article_topic (topic_id);

CREATE TABLE alternative (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id integer NOT NULL REFERENCES article,
    name text NOT NULL,
    detail text NOT NULL
);
CREATE INDEX ON alternative (article_id);

CREATE TABLE criterion (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id integer NOT NULL REFERENCES article,
    name text NOT NULL,
    question text NOT NULL,
    why text NOT NULL,
    weight integer NOT NULL
);
CREATE INDEX ON criterion (article_id);

CREATE TABLE option (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    criterion_id integer NOT NULL REFERENCES criterion,
    label text NOT NULL
);
CREATE INDEX ON option (criterion_id);

CREATE TABLE cell (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    option_id integer NOT NULL REFERENCES option,
    alternative_id integer NOT NULL REFERENCES alternative,
    anchor integer NOT NULL,
    rationale text NOT NULL,
    UNIQUE (option_id, alternative_id)
);

CREATE TABLE enquiry (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL,
    budget text NOT NULL,
    message text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
