"""Minutes in the four layouts of D18–D22 and some others, written fresh for the tests."""

HASHED_2021 = """
# REFERAT Chefforum d. 03-02-2022

**Mødedato** Torsdag d. 03. februar 2022 kl. 09:00

**Mødested** Fjernmøde

## **Indholdsfortegnelse**

CF - Godkendelse af dagsorden og referat.....\t3
CF - Fælles indkøb (9.00-9.40).....\t4
CF - Evt......\t6

# **Punkt 1: CF - Godkendelse af dagsorden og referat**

00.00.00-A00-3-22

## **Anledning**

Godkendelse af dagsorden.

## **Indstilling**

Kommunaldirektøren indstiller,

1. at Chefforum godkender dagsordenen
2. at Chefforum godkender referatet af mødet d. 20. januar 2022

## **Beslutning**

Godkendt.

## Punkt 2: CF - Fælles indkøb (9.00-9.40)

88.00.00-P20-4-22

### Anledning

Tre afdelinger køber det samme hver for sig.

### Sagsfremstilling

Der er to muligheder.

#### Mulighed et

Et fælles udbud.

### Indstilling

Direktøren for Teknik og Afdelingschefen for Økonomi & Stab indstiller, at;

1. Chefforum drøfter mulighederne, herunder
   - tid
   - penge

2. Chefforum peger på en af dem

### Beslutning

Chefforum drøftede punktet.

## **Bilag**

Bilag 2; Tal.xlsx

Bilag 1; Notat

## **Punkt 3: CF - Evt.**

00.00.00-A00-3-22

### **Beslutning**

.
"""

PLAIN_2016 = """
REFERAT Chefforum d. 02-06-2016

Mødedato Torsdag d. 02. juni 2016 kl. 09:00

Mødested Mødelokale 4

Indholdsfortegnelse

CF - Godkendelse.....\t3
Lukket.....\t4
CF - Sommerferie.....\t5

Punkt 1: CF - Godkendelse

00.01.00-A00-5-16

Indstilling

Kommunaldirektøren indstiller,

1. at chefforum godkender dagsordenen

Sagsfremstilling

Der er modtaget én bemærkning, som er indarbejdet, så
teksten nu er klar.

Beslutning

Chefforum godkendte dagsordenen

Punkt 2: Lukket

00.01.00-A00-6-16

Punkt 3: CF - Sommerferie

Oversigt over ferien.

Kommunaldirektøren indstiller:

1. at ferien tages til efterretning

Sagsfremstilling

Alle holder ferie i uge 29. I uge 28 og 30 er der vagt, som

dækker hele rådhuset.

Beslutning

Intet

Bilag

Ferieplan 2016
"""

TITLES_2015 = """
# REFERAT Chefforum d. 08-10-2015

**Mødedato** Torsdag d. 08. oktober 2015 kl. 09:00

**Mødested** Mødelokale 900

## **Punkt 1: CF - Flytning af arkviet**

15/1001

### **Bilag**

Flytteplan.pdf

# CF - Flytning af arkivet

## Baggrund

Arkivet flyttes i november.

### Økonomi

Flytningen koster 40.000 kr.

## INDSTILLING

---

Afdelingschefen for Drift og Service indstiller;

- At chefforum godkender planen

## **BESLUTNING I CHEFFORUM DEN 08-10-2015**

---

Chefforum drøftede planen:

- Vagterne:
  - Dag
  - Nat
- Nøglerne samles

Anne bestiller vognen.
"""

CAPITALS = """
DAGSORDEN

Referat Direktørforum d. 12. marts 2019

Dato: tirsdag den 12. marts 2019 kl. 8.30
Sted: Lokale 2

Pkt. 1: Velkomst

ANLEDNING:
Ny kollega.

BESLUTNING:
Intet

Pkt. 2: Kl. 9.00-9.30: Budget

SAGSFREMSTILLING:
Budgettet er stramt.

INDSTILLING:
Økonomi & Stab indstiller, at Direktørforum drøfter budgettet.

BESLUTNING:
Drøftet.
"""
