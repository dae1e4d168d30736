-- Before the snapshot of several reads is taken: the view must not change under it.
LOCK TABLE klantbeeld.view_lock IN ACCESS SHARE MODE;
