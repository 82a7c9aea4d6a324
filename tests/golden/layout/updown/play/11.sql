# --- 2.0: tags !Ups
CREATE TABLE tags (id int);

# --- 2.0: tags !Downs
DROP TABLE tags;
