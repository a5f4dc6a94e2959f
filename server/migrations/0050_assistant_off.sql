-- Whether new visitors can begin a conversation with an assistant, and when its widget was first shown in a page; 0: it never was.
alter table assistant add column is_on boolean not null default true;
alter table assistant add column embedded_at bigint not null default 0;
