CREATE TABLE p (a integer, b text);
CREATE TABLE k (a bigint, b text DEFAULT 'x');
