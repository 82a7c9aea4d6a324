select 0;
-- migrate:up
select 1;
-- migrate:down
