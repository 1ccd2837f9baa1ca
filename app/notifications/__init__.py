"""Tells people what happened below: notices in the portal, mails and digests."""
