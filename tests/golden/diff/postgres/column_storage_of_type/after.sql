CREATE TABLE t (a cidr, b inet, c text);
