CREATE TABLE p (a integer, b text);
CREATE TABLE k () INHERITS (p);
