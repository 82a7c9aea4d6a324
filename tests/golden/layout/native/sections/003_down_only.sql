-- pawl:down
DROP TABLE x;
