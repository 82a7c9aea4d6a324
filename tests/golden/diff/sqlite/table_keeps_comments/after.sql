CREATE TABLE users ( -- who may log in
    id INTEGER PRIMARY KEY,
    email TEXT /* unique by policy, not by key */ NOT NULL
) STRICT;
