-- Named times until goods are there; policies name them by id.
CREATE TABLE estimate (
  id TEXT PRIMARY KEY,
  priority INTEGER NOT NULL,
  min_days INTEGER,
  max_days INTEGER,
  text TEXT NOT NULL,
  revision INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK (min_days <= max_days)
);

-- One row: changes of all estimates, removals included. Views count them, and a revision never comes twice.
CREATE TABLE estimate_changes (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL
);

INSERT INTO estimate_changes (id, revision) VALUES (1, 0);
