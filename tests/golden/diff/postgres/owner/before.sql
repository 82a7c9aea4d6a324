CREATE TABLE t (
    id integer,
    a integer,
    b text
);
ALTER TABLE t OWNER TO pawl_golden_owner;
