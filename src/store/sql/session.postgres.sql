-- Of each connection.
SET search_path = klantbeeld, klantbeeld_view;
