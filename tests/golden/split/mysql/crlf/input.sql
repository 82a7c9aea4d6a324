-- c
SELECT 1;
SELECT 'a
b'
  ;
SELECT 3
