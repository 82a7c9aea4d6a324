CREATE SCHEMA x;
CREATE TABLE x.t (a integer);
