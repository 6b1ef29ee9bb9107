INSERT INTO ticket (code, holder) VALUES
  ('AB-0001', 'alice'),
  ('AB-0002', 'bob');
