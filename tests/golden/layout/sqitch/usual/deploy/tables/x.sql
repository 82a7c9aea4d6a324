CREATE TABLE x (a int[]); SELECT a[1:2], $$ \i not :kind $$ FROM x; -- \nothing
