SELECT 'more :kind', :"label";
\ir again.sql
