create table :GRAPHILE_WORKER_SCHEMA.jobs (a int);
select /* TEMPLATE: schema */river_job, :'x;y', a[1:2];
grant usage on schema {{ index .Options "Namespace" }} to a;
select ${library-file-hashing};