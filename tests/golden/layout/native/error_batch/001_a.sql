-- pawl:batch table=users key=id siez=5000 pause=50ms
UPDATE users SET n = 1 WHERE id BETWEEN :lo AND :hi;
