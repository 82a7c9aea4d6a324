SELECT 0;
  \ir a.sql