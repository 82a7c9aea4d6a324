SELECT 0;
\copy t from x
