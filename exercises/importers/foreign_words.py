"""German, Spanish, French and Italian for the columns of a table and for the words in it."""

COLUMNS = """
key: nr, nummer, kennung, no, number, identifiant, identificador, codigo, numero, clave, code exercice
name: bezeichnung, ubungsname, name der ubung, titel, nombre del ejercicio, titulo, exercice,
    nom de l exercice, nom exercice, titre, esercizio, nome dell esercizio, titolo, exercicio,
    nome do exercicio, oefening, naam
aliases: andere namen, synonyme, otros nombres, sinonimos, autres noms, synonymes, altri nomi, sinonimi
type: art, typ, trainingsart, ubungsart, ubungstyp, art der ubung, tipo, tipo de ejercicio, categorie,
    type d exercice, tipo di esercizio, tipo de exercicio
level: schwierigkeit, schwierigkeitsgrad, schwierigkeitsstufe, stufe, niveau, dificultad,
    nivel de dificultad, difficulte, niveau de difficulte, livello, difficolta, dificuldade
force: kraftart, kraftrichtung, bewegungsrichtung, fuerza, tipo de fuerza, type de force, forza, forca
mechanic: mechanik, mecanica, mecanique, meccanica
equipment: gerate, ausrustung, hilfsmittel, equipamiento, material, aparatos, equipement, materiel,
    attrezzatura, attrezzo, equipamento
primary: zielmuskel, zielmuskeln, hauptmuskel, hauptmuskeln, muskel, muskeln, muskelgruppe, muskelgruppen,
    primare muskeln, primarmuskeln, beanspruchte muskeln, korperteil, musculo, musculos, musculo principal,
    musculos principales, musculo primario, musculos primarios, musculo objetivo, grupo muscular,
    grupos musculares, parte del cuerpo, muscle principal, muscles principaux, muscle cible,
    muscles cibles, muscles primaires, groupe musculaire, groupes musculaires, partie du corps, muscoli,
    muscolo, muscoli primari, muscoli principali, gruppo muscolare, gruppi muscolari
secondary: hilfsmuskel, hilfsmuskeln, nebenmuskel, nebenmuskeln, sekundare muskeln, sekundarmuskeln,
    unterstutzende muskeln, synergisten, musculo secundario, musculos secundarios, sinergistas,
    muscle secondaire, muscles secondaires, muscles synergistes, muscoli secondari, muscolo secondario
minutes: minuten, zeit, dauer in minuten, duracion, minutos, tiempo, duree, temps, durata, minuti, duracao
met: met wert, intensitat, intensidad, intensite, intensita
summary: kurzbeschreibung, zusammenfassung, zweck, nutzen, resumen, resume, riassunto, resumo
description: anleitung, ausfuhrung, schritte, schritt fur schritt, instrucciones, pasos, ejecucion,
    etapes, consignes, instructions d execution, istruzioni, esecuzione, descrizione, instrucoes, descricao
licence: lizenz, licencia, licenza, licenca
author: autor, verfasser, auteur, autore
url: webseite, enlace, direccion web, lien, adresse web, collegamento
"""

MUSCLES = """
neck: hals, cou, nuque, collo, pescoco
traps: trapezmuskel, trapecio, trapezes, trapezi, trapezio
shoulders: schulter, deltamuskel, hombro, deltoides, epaule, epaules, deltoide, deltoidi, spalle, spalla
chest: brustmuskel, brustmuskeln, pectorales, pectoral mayor, pectoraux, poitrine, petto, pettorali
middle-back: oberer rucken, mittlerer rucken, rucken, espalda, espalda media, espalda alta, dos,
    milieu du dos, haut du dos, schiena
lats: latissimus, breiter ruckenmuskel, dorsal, dorsales, dorsal ancho, grand dorsal, dorsaux, dorsali
lower-back: unterer rucken, ruckenstrecker, espalda baja, zona lumbar, lumbares, bas du dos, lombaires,
    lombari
biceps: bizeps, bicipiti
triceps: tricipiti
forearms: unterarm, antebrazo, antebrazos, avant bras, avambracci
abdominals: bauchmuskeln, abdominales, vientre, abdominaux, addominali, ventre
obliques: schrage bauchmuskeln, seitliche bauchmuskeln, oblicuos, obliquis, obliqui
hip-flexors: huftbeuger, flexores de cadera, flexores de la cadera, flechisseurs de la hanche
glutes: gesass, gesassmuskel, gesassmuskeln, gluteo, fessiers, fesses, glutei
abductors: abduktoren, abductores, abducteurs, abduttori
adductors: adduktoren, aductores, adducteurs, adduttori
quadriceps: quadrizeps, oberschenkelvorderseite, cuadriceps, quadricipiti
hamstrings: beinbeuger, oberschenkelruckseite, ischiocrurale muskulatur, isquiotibiales, isquios,
    ischio jambiers, femorali
calves: wade, gemelos, pantorrilla, mollets, mollet, polpacci
shins: schienbein, schienbeinmuskel, tibial anterior, tibial
"""
EQUIPMENT = """
dumbbell: hanteln, kurzhanteln, haltere, halteres, manubri, manubrio
kettlebell: kugelhantel, kugelhanteln, pesa rusa, pesas rusas
barbell: langhanteln, barre, bilanciere, barra olimpica
ez-bar: sz hantel, barra z, barre ez
rack: kniebeugenstander, jaula
bench: bank, hantelbank, banco, banc, panca
band: widerstandsband, gummiband, fitnessband, banda elastica, bandas elasticas, banda, bandas, elastique,
    bande elastique, elastico
cable: seilzug, kabel, kabelzugmaschine, cable polea, poulie, poulies, cavo, cavi
machine: maschine, gerat, maquinas, macchina
smith-machine: multipower, maquina smith
pull-up-bar: klimmzugstange, barra de dominadas, barre de traction, sbarra
dip-bars: dipstander, paralelas, barres paralleles, parallele
suspension-trainer: ringe, schlingentrainer, anillas, anneaux, anelli
medicine-ball: medizinball, balon medicinal, medecine ball, palla medica
exercise-ball: gymnastikball, pelota suiza, fitball pelota, ballon de gym, ballon suisse
foam-roller: faszienrolle, schaumstoffrolle, rodillo de espuma, rodillo, rouleau de massage, rouleau
chair: stuhl, silla, chaise, sedia
box: kasten, cajon, caisson
towel: handtuch, toalla, serviette
stick: stab, stock, palo, baton
jump-rope: springseil, cuerda de saltar, comba, cuerda, corde a sauter, corda per saltare
weight-vest: gewichtsweste, chaleco lastrado, gilet leste
treadmill: cinta de correr, tapis de course, tapis roulant
stationary-bike: heimtrainer, bicicleta estatica, velo d appartement, cyclette
rowing-machine: rudergerat, rudermaschine, maquina de remo, rameur, vogatore
bicycle: bicicleta, velo, bicicletta
pool: schwimmbecken, piscina, piscine
"""
NOTHING = """
    kein gerat, keine gerate, ohne gerat, ohne gerate, eigengewicht, korpergewicht, ninguna, sin equipo,
    sin material, peso corporal, propio peso, aucun, aucune, sans materiel, poids du corps, nessuno,
    corpo libero, matte, suelo, sol, boden
"""
TYPES = """
strength: krafttraining, fuerza muscular, musculation, renforcement, forza, forca
power: schnellkraft, explosivkraft, plyometrie, pliometria, pliometricos, potencia, puissance
cardio: ausdauer, resistencia, cardiovasculaire, cardiovascular training
mobility: mobilitat, beweglichkeit, movilidad, mobilite, mobilita
stretching: dehnung, dehnubung, estiramientos, etirement, etirements, allungamento
balance: gleichgewicht, equilibrio, equilibre
rehabilitation: rehabilitacion, reeducation, riabilitazione
"""
LEVELS = """
1: anfangerin, leicht, einfach, einsteiger, basico, facil, debutant, facile, principianti
2: mittel, mittelstufe, medio, media, intermediaire, moyen, fortgeschrittene, intermedia
3: schwer, profi, experte, dificil, experto, avance, difficile, esperto, confirme
"""
FORCES = """
push: drucken, stossen, druck, empujar, pousser, poussee, spingere, spinta
pull: zug, tirer, tirage, traccion, tirare
static: statisch, halten, estatico, estatica, statique, statico
"""
MECHANICS = """
compound: mehrgelenkig, mehrgelenksubung, grundubung, compuesta, multiarticular, polyarticulaire,
    multiarticolare, composto
isolation: eingelenkig, isolationsubung, isoliert, aislado, monoarticular, monoarticulaire, isolamento
"""
