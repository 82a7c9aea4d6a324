--! Previous: -
--! Hash: sha1:4c69c9d5fbb2a59833cd212e200c8e9ab794204a

grant connect on database :DATABASE_NAME to x;
