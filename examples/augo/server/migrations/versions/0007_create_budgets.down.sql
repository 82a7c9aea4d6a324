DROP TABLE budget_settings;
DROP TABLE budget_periods;
DROP TABLE budgets;
