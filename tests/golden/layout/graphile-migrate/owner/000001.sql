--! Previous: -
--! Hash: sha1:dfcbb11a846e82d829a0b9af5d1880030c0a23c7

grant all on schema public to :DATABASE_OWNER;
