CREATE TABLE t (
    id integer,
    a varchar(20) DEFAULT 'a' CHECK (a <> 'x')
);
