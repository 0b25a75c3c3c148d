"""The registers (一单两库) as sheets: import and export by Excel and CSV."""
