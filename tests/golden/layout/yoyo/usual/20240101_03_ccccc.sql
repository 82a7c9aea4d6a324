-- depends: 20240101_01_aaaaa-create-a
SELECT 3;
-- depends: nobody, this is below a statement
