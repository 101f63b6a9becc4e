"""What do people call the columns that several kinds of file have?"""

IDS = (
    "account id, account key, customer id, customer key, company id, organization id, organisation id, org id, client id, "
    "account number, account no, customer number, customer no, client number"
)
ACCOUNT = f"account, {IDS}, customer, company, client"
CHANNEL = "preferred contact channel, preferred contact, contact preference, contact by"
MOST = 2**31 - 1
CURRENCY = "currency code, ccy"
EMAIL = "email address, e mail address, mail, customer email, contact email, billing email"
BUYER = "customer name, billing name, buyer name, buyer, client name, company name"  # what a new account is called
