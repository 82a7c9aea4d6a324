-- Users belong to the server; cases may grant to them.
CREATE USER IF NOT EXISTS pawl_golden_reader@localhost;
