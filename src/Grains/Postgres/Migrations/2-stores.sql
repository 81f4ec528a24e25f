-- Facts about the database as a whole.
CREATE TABLE moodstream_values
(
    name text PRIMARY KEY,
    value bytea NOT NULL
);

-- Which revision of each post is in a timeline, where, and of what content. It is what two silos that bring the same post meet at.
-- Times are ticks of 100 ns since the year 1, as exact as events tell them; text is compared by bytes, as in every other store.
CREATE TABLE moodstream_places
(
    user_id text COLLATE "C" NOT NULL,
    post_id text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    created_ticks bigint NOT NULL,
    content uuid NOT NULL,

    PRIMARY KEY (user_id, post_id)
);

-- The timelines, a partition a month of creation; what lies beyond the months that have one is in the default partition.
CREATE TABLE moodstream_timeline
(
    user_id text COLLATE "C" NOT NULL,
    created_ticks bigint NOT NULL,
    post_id text COLLATE "C" NOT NULL,
    emotion text COLLATE "C" NOT NULL,
    event text NOT NULL,

    PRIMARY KEY (user_id, created_ticks, post_id)
) PARTITION BY RANGE (created_ticks);

CREATE TABLE moodstream_timeline_other PARTITION OF moodstream_timeline DEFAULT;

-- Posts that come in parts, and the contents of parts of those that are not final.
CREATE TABLE moodstream_posts
(
    user_id text COLLATE "C" NOT NULL,
    post_id text COLLATE "C" NOT NULL,
    -- Events in the record.
    events integer NOT NULL,
    is_final boolean NOT NULL,
    is_closing boolean NOT NULL,
    expires_ticks bigint NOT NULL,
    record bytea NOT NULL,

    PRIMARY KEY (user_id, post_id)
);

CREATE INDEX moodstream_posts_expires ON moodstream_posts (expires_ticks);

CREATE TABLE moodstream_post_contents
(
    user_id text COLLATE "C" NOT NULL,
    post_id text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    content bytea NOT NULL,

    PRIMARY KEY (user_id, post_id, digest),
    FOREIGN KEY (user_id, post_id) REFERENCES moodstream_posts ON DELETE CASCADE
);

-- Who was erased, by a keyed hash. Numbers rise with every change, so that silos ask for what is new to them alone.
CREATE SEQUENCE moodstream_erasure_numbers;

CREATE TABLE moodstream_erasures
(
    user_hash uuid PRIMARY KEY,
    until_ticks bigint NOT NULL,
    number bigint NOT NULL UNIQUE
);
