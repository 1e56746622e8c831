"""What a person can say: one module a family, each a class whose `handlers()` go into the Application."""
