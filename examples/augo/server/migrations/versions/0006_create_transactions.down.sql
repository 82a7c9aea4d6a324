DROP TABLE transaction_shares;
DROP TABLE transaction_comments;
DROP TABLE transactions;
DROP TABLE recurring_transactions;
