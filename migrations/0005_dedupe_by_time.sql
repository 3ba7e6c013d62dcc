-- Client ids begin with their time (UUID version 7), so that what is stored together lies together in this index: a batch of many
-- people's messages touches one page of it, where one that began with the sender touched a page a sender.
DROP INDEX entries_client_msg_id;
CREATE UNIQUE INDEX entries_client_msg_id ON entries (client_msg_id, sender_id);
