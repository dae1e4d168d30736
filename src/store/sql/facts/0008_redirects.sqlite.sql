-- Which ids lead to a party: asked for its key ring.
CREATE INDEX identity_redirect ON identity_event (other) WHERE event = 2;
