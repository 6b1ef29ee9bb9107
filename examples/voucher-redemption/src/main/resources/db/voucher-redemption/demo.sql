INSERT INTO voucher (code, holder, amount, expires_at) VALUES
  ('WELCOME1', 'alice', 500, '2099-12-31T00:00:00Z'),
  ('TOOLATE1', 'alice', 500, '2020-01-01T00:00:00Z');
