DROP TABLE financial_accounts;
