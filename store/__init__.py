"""Where numbers live: tables, migrations, imports, accounts, audit, backup. Knows no Streamlit."""
