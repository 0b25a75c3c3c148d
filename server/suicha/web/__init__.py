"""What lies beside the API: the PWA's shell, the public pages, health and the contract."""
