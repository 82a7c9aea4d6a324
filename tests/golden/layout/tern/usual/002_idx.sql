---- tern: disable-tx ----
create index concurrently i on users (id);

---- create above / drop below ----

