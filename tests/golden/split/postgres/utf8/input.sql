INSERT INTO t VALUES ('žluťoučký; kůň');
INSERT INTO ž VALUES ('☃');