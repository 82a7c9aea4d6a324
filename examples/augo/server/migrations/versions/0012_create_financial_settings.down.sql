DROP TABLE financial_settings;
