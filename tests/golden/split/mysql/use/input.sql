USE a
SELECT 1;
use `b;`
SELECT 2;
USE c; SELECT 3;
use d
SELECT 4;USE
 e;