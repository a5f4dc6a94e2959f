-- How far the visitor has come towards being a customer; `none` where nobody has said so.
alter table conversation add column lead text not null default 'none';
