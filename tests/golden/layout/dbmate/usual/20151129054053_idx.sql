-- migrate:up transaction:false
create index i on users (id);
-- migrate:down transaction:false
drop index i;
