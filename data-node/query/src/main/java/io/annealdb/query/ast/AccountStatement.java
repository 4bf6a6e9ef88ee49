package io.annealdb.query.ast;

/** Users and what they may do. Passwords are never printed. */
public sealed interface AccountStatement extends Statement {
    @Override
    default boolean changes() {
        return true;
    }

    enum Privilege {
        READ,
        WRITE,
        ALL;

        @Override
        public String toString() {
            return this == ALL ? "ALL PRIVILEGES" : name();
        }
    }

    record CreateUser(String name, String password, boolean admin) implements AccountStatement {
        @Override
        public String toString() {
            return "CREATE USER "
                    + Text.ident(name)
                    + " WITH PASSWORD [REDACTED]"
                    + (admin ? " WITH ALL PRIVILEGES" : "");
        }
    }

    record DropUser(String name) implements AccountStatement {
        @Override
        public String toString() {
            return "DROP USER " + Text.ident(name);
        }
    }

    record SetPassword(String user, String password) implements AccountStatement {
        @Override
        public String toString() {
            return "SET PASSWORD FOR " + Text.ident(user) + " = [REDACTED]";
        }
    }

    record Grant(Privilege privilege, String database, String user) implements AccountStatement {
        @Override
        public String toString() {
            return "GRANT " + privilege + " ON " + Text.ident(database) + " TO " + Text.ident(user);
        }
    }

    record GrantAdmin(String user) implements AccountStatement {
        @Override
        public String toString() {
            return "GRANT ALL PRIVILEGES TO " + Text.ident(user);
        }
    }

    record Revoke(Privilege privilege, String database, String user) implements AccountStatement {
        @Override
        public String toString() {
            return "REVOKE "
                    + privilege
                    + " ON "
                    + Text.ident(database)
                    + " FROM "
                    + Text.ident(user);
        }
    }

    record RevokeAdmin(String user) implements AccountStatement {
        @Override
        public String toString() {
            return "REVOKE ALL PRIVILEGES FROM " + Text.ident(user);
        }
    }
}
