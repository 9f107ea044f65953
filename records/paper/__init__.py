"""Paper: how every PDF we write ourselves is drawn, proved and limited."""
