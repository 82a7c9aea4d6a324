CREATE TABLE a_very_long_table_name_that_is_nearly_sixty_three_bytes_long_xx (id integer PRIMARY KEY, a_very_long_column_name_that_is_nearly_sixty_three_bytes_long_x integer UNIQUE);
CREATE TYPE a_very_long_enum_name_that_is_nearly_sixty_three_bytes_long_xxx AS ENUM ('a', 'b');
