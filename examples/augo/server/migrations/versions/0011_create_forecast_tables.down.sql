DROP TABLE forecast_points;
DROP TABLE forecasts;
DROP TABLE account_snapshots;
