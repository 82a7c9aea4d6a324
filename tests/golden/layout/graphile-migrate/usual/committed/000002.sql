--! Previous: sha1:daf010c72bd3c6928c7abb7f8fab4e1951bdd368
--! Hash: sha1:5633ab386cf4f1d7d9c6a971b07b19f8b5765e25

--! no-transaction
create index concurrently i on users (id);
