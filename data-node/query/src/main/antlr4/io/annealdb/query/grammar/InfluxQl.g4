// InfluxQL 1.8. Every choice is made on one token, as InfluxDB's own parser makes it: then the token
// at which a text fails, and what is expected there, are the same (see ExpectedWords).
grammar InfluxQl;

options { caseInsensitive = true; }


@lexer::members {
    private static final int[] BEFORE_REGEX = {
        MATCHES, NOT_MATCHES, FROM, COMMA, SELECT, LPAREN, DOT, BY
    };

    private int previous = Token.EOF;

    @Override
    public Token nextToken() {
        Token token = super.nextToken();
        if (token.getChannel() == Token.DEFAULT_CHANNEL) {
            previous = token.getType();
        }
        return token;
    }

    /** A slash begins an expression where an operand is due; elsewhere it divides. */
    private boolean regexMayStand() {
        for (int type : BEFORE_REGEX) {
            if (type == previous) {
                return true;
            }
        }
        return false;
    }
}

query : statement? (SEMICOLON statement?)* EOF ;

statement
    : selectStatement
    | deleteStatement
    | showStatement
    | createStatement
    | dropStatement
    | explainStatement
    | grantStatement
    | revokeStatement
    | alterStatement
    | setPasswordStatement
    | killStatement
    ;

// ---- SELECT

selectStatement : SELECT field (COMMA field)* into? selectTail ;

// A continuous query must say where its rows go.
selectIntoStatement : SELECT field (COMMA field)* into selectTail ;

selectTail
    : from where? groupBy? fill? orderBy? limit? offset? seriesLimit? seriesOffset? timeZone?
    ;

field : expr (AS identifier)? ;

into : INTO source ;
from : FROM source (COMMA source)* ;
where : WHERE expr ;
groupBy : GROUP BY expr (COMMA expr)* ;
fill : FILL LPAREN arguments? RPAREN ;
orderBy : ORDER BY sortField (COMMA sortField)* ;
sortField : direction | identifier direction? ;
direction : ASC | DESC ;
limit : LIMIT INTEGER ;
offset : OFFSET INTEGER ;
seriesLimit : SLIMIT INTEGER ;
seriesOffset : SOFFSET INTEGER ;
timeZone : TZ LPAREN expr RPAREN ;

source
    : REGEX
    | LPAREN selectStatement RPAREN
    | identifier segment*
    ;

// Two dots in a row leave out the retention policy: db..m
segment : DOT empty=DOT? (identifier | REGEX | COLON MEASUREMENT) ;

// ---- expressions; precedence is settled when the tree is built

expr : unary (operator unary | (MATCHES | NOT_MATCHES) REGEX)* ;

operator
    : ADD | SUB | MUL | DIV | MOD | BIT_AND | BIT_OR | BIT_XOR
    | AND | OR | EQ | NEQ | LT | LTE | GT | GTE
    ;

unary
    : reference
    | DISTINCT (LPAREN arguments? RPAREN | identifier)
    | literal
    | MUL wildcardKind?
    | REGEX
    | LPAREN expr RPAREN
    | signed
    ;

signed
    : (ADD | SUB) (NUMBER | INTEGER | DURATION_VALUE | LPAREN expr RPAREN | reference)
    ;

wildcardKind : DOUBLE_COLON (FIELD | TAG) ;

reference : identifier (LPAREN arguments? RPAREN | (DOT identifier)* cast?) ;

cast : DOUBLE_COLON (FIELD | TAG | IDENT) ;

arguments : expr (COMMA expr)* ;

literal : STRING | NUMBER | INTEGER | TRUE | FALSE | DURATION_VALUE ;

identifier : IDENT | FILL | TZ ;

// ---- DELETE, DROP

deleteStatement : DELETE (from where? | where) ;

dropStatement
    : DROP
      ( CONTINUOUS QUERY identifier ON identifier
      | DATABASE identifier
      | MEASUREMENT identifier
      | RETENTION POLICY identifier ON identifier
      | SERIES (from where? | where)
      | SHARD INTEGER
      | SUBSCRIPTION identifier ON identifier DOT identifier
      | USER identifier
      )
    ;

// ---- SHOW

showStatement
    : SHOW
      ( CONTINUOUS QUERIES
      | DATABASES
      | DIAGNOSTICS (FOR STRING)?
      | FIELD (KEYS on? from? orderBy? limit? offset? | KEY cardinality)
      | GRANTS FOR identifier
      | MEASUREMENT cardinality
      | MEASUREMENTS on? withMeasurement? where? orderBy? limit? offset?
      | QUERIES
      | RETENTION POLICIES on?
      | SERIES (cardinality | on? from? where? orderBy? limit? offset?)
      | SHARD GROUPS
      | SHARDS
      | STATS (FOR STRING)?
      | SUBSCRIPTIONS
      | TAG (KEYS on? from? where? orderBy? limit? offset? seriesLimit? seriesOffset?
          | KEY cardinality
          | VALUES (valuesCardinality | on? from? withKey where? orderBy? limit? offset?))
      | USERS
      )
    ;

on : ON identifier ;
withMeasurement : WITH MEASUREMENT (EQ | MATCHES) source ;
withKey : WITH KEY (IN LPAREN identifier (COMMA identifier)* RPAREN
    | (EQ | NEQ) identifier
    | (MATCHES | NOT_MATCHES) REGEX) ;
cardinality : EXACT? CARDINALITY on? from? where? groupBy? limit? offset? ;
valuesCardinality : EXACT? CARDINALITY on? from? withKey where? groupBy? limit? offset? ;

// ---- CREATE, ALTER

createStatement
    : CREATE
      ( CONTINUOUS QUERY identifier ON identifier resample? BEGIN selectIntoStatement END
      | DATABASE identifier withPolicy?
      | USER identifier WITH PASSWORD STRING (WITH ALL PRIVILEGES)?
      | RETENTION POLICY identifier ON identifier DURATION duration REPLICATION INTEGER
        shardDuration? DEFAULT?
      | SUBSCRIPTION identifier ON identifier DOT identifier
        DESTINATIONS (ALL | ANY) STRING (COMMA STRING)*
      )
    ;

resample : RESAMPLE (EVERY DURATION_VALUE (FOR DURATION_VALUE)? | FOR DURATION_VALUE) ;

withPolicy
    : WITH
      ( DURATION duration replicationOption? shardDuration? nameOption?
      | replicationOption shardDuration? nameOption?
      | shardDuration nameOption?
      | nameOption
      )
    ;

replicationOption : REPLICATION INTEGER ;
shardDuration : SHARD DURATION duration ;
nameOption : NAME identifier ;
duration : DURATION_VALUE | INF ;

alterStatement : ALTER RETENTION POLICY identifier ON identifier alteration+ ;
alteration : DURATION duration | replicationOption | shardDuration | DEFAULT ;

// ---- the rest

explainStatement : EXPLAIN ANALYZE? selectStatement ;

grantStatement
    : GRANT
      ( (READ | WRITE) ON identifier TO identifier
      | ALL PRIVILEGES? (ON identifier TO identifier | TO identifier)
      )
    ;

revokeStatement
    : REVOKE
      ( (READ | WRITE) ON identifier FROM identifier
      | ALL PRIVILEGES? (ON identifier FROM identifier | FROM identifier)
      )
    ;

setPasswordStatement : SET PASSWORD FOR identifier EQ STRING ;

killStatement : KILL QUERY INTEGER (ON identifier)? ;

// ---- tokens

ALL : 'ALL' ; ALTER : 'ALTER' ; ANALYZE : 'ANALYZE' ; AND : 'AND' ; ANY : 'ANY' ; AS : 'AS' ;
ASC : 'ASC' ; BEGIN : 'BEGIN' ; BY : 'BY' ; CARDINALITY : 'CARDINALITY' ; CREATE : 'CREATE' ;
CONTINUOUS : 'CONTINUOUS' ; DATABASE : 'DATABASE' ; DATABASES : 'DATABASES' ; DEFAULT : 'DEFAULT' ;
DELETE : 'DELETE' ; DESC : 'DESC' ; DESTINATIONS : 'DESTINATIONS' ; DIAGNOSTICS : 'DIAGNOSTICS' ;
DISTINCT : 'DISTINCT' ; DROP : 'DROP' ; DURATION : 'DURATION' ; END : 'END' ; EVERY : 'EVERY' ;
EXACT : 'EXACT' ; EXPLAIN : 'EXPLAIN' ; FALSE : 'FALSE' ; FIELD : 'FIELD' ; FOR : 'FOR' ;
FROM : 'FROM' ; GRANT : 'GRANT' ; GRANTS : 'GRANTS' ; GROUP : 'GROUP' ; GROUPS : 'GROUPS' ;
IN : 'IN' ; INF : 'INF' ; INSERT : 'INSERT' ; INTO : 'INTO' ; KEY : 'KEY' ; KEYS : 'KEYS' ;
KILL : 'KILL' ; LIMIT : 'LIMIT' ; MEASUREMENT : 'MEASUREMENT' ; MEASUREMENTS : 'MEASUREMENTS' ;
NAME : 'NAME' ; OFFSET : 'OFFSET' ; ON : 'ON' ; OR : 'OR' ; ORDER : 'ORDER' ;
PASSWORD : 'PASSWORD' ; POLICY : 'POLICY' ; POLICIES : 'POLICIES' ; PRIVILEGES : 'PRIVILEGES' ;
QUERIES : 'QUERIES' ; QUERY : 'QUERY' ; READ : 'READ' ; REPLICATION : 'REPLICATION' ;
RESAMPLE : 'RESAMPLE' ; RETENTION : 'RETENTION' ; REVOKE : 'REVOKE' ; SELECT : 'SELECT' ;
SERIES : 'SERIES' ; SET : 'SET' ; SHARD : 'SHARD' ; SHARDS : 'SHARDS' ; SHOW : 'SHOW' ;
SLIMIT : 'SLIMIT' ; SOFFSET : 'SOFFSET' ; STATS : 'STATS' ; SUBSCRIPTION : 'SUBSCRIPTION' ;
SUBSCRIPTIONS : 'SUBSCRIPTIONS' ; TAG : 'TAG' ; TO : 'TO' ; TRUE : 'TRUE' ; USER : 'USER' ;
USERS : 'USERS' ; VALUES : 'VALUES' ; WHERE : 'WHERE' ; WITH : 'WITH' ; WRITE : 'WRITE' ;

// Not reserved: names of clauses only where a bracket follows.
FILL : 'FILL' ; TZ : 'TZ' ;

ADD : '+' ; SUB : '-' ; MUL : '*' ; MOD : '%' ; BIT_AND : '&' ; BIT_OR : '|' ; BIT_XOR : '^' ;
EQ : '=' ; NEQ : '!=' | '<>' ; MATCHES : '=~' ; NOT_MATCHES : '!~' ;
LT : '<' ; LTE : '<=' ; GT : '>' ; GTE : '>=' ;
LPAREN : '(' ; RPAREN : ')' ; COMMA : ',' ; COLON : ':' ; DOUBLE_COLON : '::' ; SEMICOLON : ';' ;
DOT : '.' ;

REGEX : {regexMayStand()}? '/' (~[*/\\\n] | '\\' ~'\n') (~[/\\\n] | '\\' ~'\n')* '/'
      | {regexMayStand()}? '//' ;
DIV : '/' ;

STRING : '\'' (~['\\\n] | '\\' [n\\'"])* '\'' ;
IDENT : [A-Z_] [A-Z0-9_]* | '"' (~["\\\n] | '\\' [n\\'"])* '"' ;
BOUND : '$' ([A-Z_] [A-Z0-9_]* | '"' (~["\\\n] | '\\' [n\\'"])* '"')? ;

DURATION_VALUE : DIGIT+ [A-Zµ] [A-Z0-9µ]* ;
INTEGER : DIGIT+ ;
NUMBER : DIGIT+ '.' DIGIT* | '.' DIGIT+ ;

LINE_COMMENT : '--' ~'\n'* -> channel(HIDDEN) ;
COMMENT : '/*' .*? '*/' -> channel(HIDDEN) ;
SPACE : [ \t\n\r]+ -> channel(HIDDEN) ;

// Anything else: an unclosed string, a letter that no token begins with.
ILLEGAL : . ;

fragment DIGIT : [0-9] ;
