DROP TABLE space_settlements;
DROP TABLE space_transactions;
DROP TABLE space_members;
DROP TABLE shared_spaces;
