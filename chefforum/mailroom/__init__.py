"""The outbox: letters wait until the editing has calmed down, are written as they are sent, and tried again."""
